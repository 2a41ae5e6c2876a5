package example.ebs.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags as a flag lists them: {@code key=value}, separated by commas; one that has commas itself
 * stands in double quotes, as in a line of CSV (RFC 4180), where a doubled quote is one.
 *
 * <p>Quotes elsewhere are text as any other, and what is empty between commas is nothing, as in the
 * flags of other drivers.
 */
final class TagList {
  private final String text;
  private int at;

  private TagList(String text) {
    this.text = text;
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException with a message for the person who wrote it
   */
  static Map<String, String> parse(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String entry : new TagList(text).entries()) {
      int equals = entry.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'%s' is not KEY=VALUE; put a tag whose value has a comma in double quotes: \"KEY=A,B\""
                .formatted(entry));
      }
      tags.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return tags;
  }

  private List<String> entries() {
    List<String> entries = new ArrayList<>();
    while (at < text.length()) {
      String entry = text.charAt(at) == '"' ? quoted() : plain();
      if (!entry.isBlank()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private String plain() {
    int comma = text.indexOf(',', at);
    String entry = text.substring(at, comma < 0 ? text.length() : comma);
    at += entry.length() + 1;
    return entry;
  }

  private String quoted() {
    StringBuilder entry = new StringBuilder();
    int begin = at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw new IllegalArgumentException(
            "%s has no closing quote".formatted(text.substring(begin)));
      }
      entry.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) == ',') {
        at++;
        return entry.toString();
      }
      if (text.charAt(at) != '"') {
        throw new IllegalArgumentException(
            "after %s a comma is wanted, and '%c' is there"
                .formatted(text.substring(begin, at), text.charAt(at)));
      }
      entry.append('"');
      at++;
    }
  }
}
