package example.ebs.emulator.listing;

import java.util.Arrays;

/**
 * A filter value: {@code *} stands for any text, {@code ?} for one character, a backslash takes
 * either away its meaning.
 */
final class Glob {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  private final int[] tokens;

  /** Whether a filter value stands for nothing but itself. */
  static boolean isPlain(String value) {
    return value.chars().noneMatch(each -> each == '*' || each == '?' || each == '\\');
  }

  Glob(String pattern) {
    int[] characters = pattern.codePoints().toArray();
    int[] parsed = new int[characters.length];
    int count = 0;
    for (int i = 0; i < characters.length; i++) {
      boolean escape = characters[i] == '\\' && i + 1 < characters.length;
      parsed[count++] = escape ? characters[++i] : token(characters[i]);
    }
    tokens = Arrays.copyOf(parsed, count);
  }

  private static int token(int character) {
    return switch (character) {
      case '*' -> ANY_TEXT;
      case '?' -> ANY_CHARACTER;
      default -> character;
    };
  }

  /** Linear but for the last star, so that no pattern can make the emulator think for long. */
  boolean matches(String text) {
    int[] characters = text.codePoints().toArray();
    int token = 0;
    int star = -1;
    int resume = 0;
    int at = 0;
    while (at < characters.length) {
      if (token < tokens.length && tokens[token] == ANY_TEXT) {
        star = token++;
        resume = at;
      } else if (token < tokens.length && fits(tokens[token], characters[at])) {
        token++;
        at++;
      } else if (star >= 0) {
        token = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == ANY_TEXT) {
      token++;
    }
    return token == tokens.length;
  }

  private static boolean fits(int token, int character) {
    return token == ANY_CHARACTER || token == character;
  }
}
