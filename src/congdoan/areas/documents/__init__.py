"""Official documents: writing, numbering, sending, receiving, answering."""
