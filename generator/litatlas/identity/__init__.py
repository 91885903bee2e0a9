"""What a thing is called for good: identifiers of the world, citation keys, addresses, and the ledger of them."""
