"""Work programmes and plans (chương trình, kế hoạch công tác)."""
