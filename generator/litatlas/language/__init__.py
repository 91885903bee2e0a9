"""English prose: its words, sentences and phrases, and what they say of a paper."""
