"""Official documents: one block model, PDF and DOCX."""
