"""What a reading is worth: sums, second looks, pages that were not read."""
