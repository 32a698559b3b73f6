"""What people may ask about their own data: correct it, agree or not, take it along, have it go."""
