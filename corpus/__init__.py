"""Files in; clean, dated articles, sentences and passages out. Knows no vector, no question, no screen."""
