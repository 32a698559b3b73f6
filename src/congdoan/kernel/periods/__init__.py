"""Years, quarters, school years and terms as rows; working-day arithmetic."""
