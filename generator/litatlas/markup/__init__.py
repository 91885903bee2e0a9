"""What records hold besides words, as pages show it: formulas as MathML, and Markdown that starts nothing."""
