BEGIN { print("café"); ÿ }
