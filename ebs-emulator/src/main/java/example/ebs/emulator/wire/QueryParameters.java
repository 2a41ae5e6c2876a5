package example.ebs.emulator.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters of one request, and which of them have been read.
 *
 * <p>A parameter that nobody reads is unknown to the action: {@link #refuseUnread} says so.
 */
public final class QueryParameters {
  /** Authentication in the query string: accepted, not verified, and no part of the action. */
  private static final Set<String> SIGNING =
      Set.of("AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp");

  private final NavigableMap<String, String> values;
  private final Set<String> read;
  private final String prefix;

  private QueryParameters(NavigableMap<String, String> values, Set<String> read, String prefix) {
    this.values = values;
    this.read = read;
    this.prefix = prefix;
  }

  /** Reads {@code application/x-www-form-urlencoded} text, from a body or a query string. */
  public static QueryParameters parse(String form) {
    NavigableMap<String, String> values = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (values.put(name, value) != null) {
          throw malformed("The parameter " + name + " is given twice");
        }
      }
    }
    values.keySet().removeIf(name -> SIGNING.contains(name) || name.startsWith("X-Amz-"));
    return new QueryParameters(Collections.unmodifiableNavigableMap(values), new HashSet<>(), "");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw malformed("The query string contains a broken percent escape");
    }
  }

  private static Ec2Failure malformed(String message) {
    return Ec2Failure.client("MalformedQueryString", message);
  }

  public Optional<String> text(String name) {
    String key = prefix + name;
    read.add(key);
    return Optional.ofNullable(values.get(key));
  }

  public String required(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> Ec2Failure.missing(prefix + name));
  }

  public Optional<Integer> number(String name) {
    return text(name).map(value -> parseNumber(name, value));
  }

  private static int parseNumber(String name, String value) {
    try {
      // Java takes the digits of every script for digits.
      if (value.matches("[+-]?[0-9]+")) {
        return Integer.parseInt(value);
      }
    } catch (NumberFormatException _) {
      // Too large: falls through to the one answer for all that is no number.
    }
    throw Ec2Failure.invalidValue(
        "Value (" + value + ") for parameter " + name + " is invalid. Expected: an integer.");
  }

  /** A boolean that is false where it is absent. */
  public boolean flag(String name) {
    String value = text(name).orElse("false");
    return switch (value) {
      case "true", "True", "1" -> true;
      case "false", "False", "0" -> false;
      default ->
          throw Ec2Failure.invalidValue(
              "Value (" + value + ") for parameter " + name + " is invalid. Expected: a boolean.");
    };
  }

  /** The values of a flattened list, {@code Name.1}, {@code Name.2}, in the order of numbers. */
  public List<String> list(String name) {
    return indexes(name).stream().map(index -> text(name + "." + index).orElse("")).toList();
  }

  /** The members of a flattened list of structures, {@code Name.1.Member}. */
  public List<QueryParameters> structures(String name) {
    return indexes(name).stream()
        .map(index -> new QueryParameters(values, read, prefix + name + "." + index + "."))
        .toList();
  }

  /** The members of a structure, {@code Name.Member}. */
  public QueryParameters structure(String name) {
    return new QueryParameters(values, read, prefix + name + ".");
  }

  private Set<Integer> indexes(String name) {
    String start = prefix + name + ".";
    Set<Integer> indexes = new TreeSet<>();
    for (String key : under(start)) {
      String rest = key.substring(start.length());
      int dot = rest.indexOf('.');
      String index = dot < 0 ? rest : rest.substring(0, dot);
      if (index.matches("[1-9][0-9]{0,8}")) {
        indexes.add(Integer.valueOf(index));
      }
    }
    return indexes;
  }

  private Set<String> under(String start) {
    return values.subMap(start, start + Character.MAX_VALUE).keySet();
  }

  /** Accepts parameters, and all beneath them, that mean something on EC2 but nothing here. */
  public void ignore(String... names) {
    for (String name : names) {
      read.add(prefix + name);
      read.addAll(under(prefix + name + "."));
    }
  }

  /** Whether the text is part of any value of the whole request. This does not count as reading. */
  public boolean mentions(String text) {
    return values.values().stream().anyMatch(value -> value.contains(text));
  }

  /** All of them, for a log: none is a secret but what an instance is to run. */
  public String loggable() {
    return values.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + (each.getKey().equals("UserData") ? "…" : each.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** Fails if the request has a parameter that nothing has read so far. */
  public void refuseUnread() {
    for (String name : values.keySet()) {
      if (!read.contains(name)) {
        throw Ec2Failure.client("UnknownParameter", "The parameter " + name + " is not recognized");
      }
    }
  }
}
