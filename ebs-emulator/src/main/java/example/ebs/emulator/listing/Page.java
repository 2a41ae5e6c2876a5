package example.ebs.emulator.listing;

import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.XmlAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One page of a listing, and the token of the next. */
public record Page<T>(List<T> items, Optional<String> next) {
  private static final int SMALLEST = 5;

  /**
   * Cuts the page that a request asks for.
   *
   * @param key what resources are ordered by, each by its own; it must not change while a resource
   *     lives, so that a token stays good while others come and go
   */
  public static <T> Page<T> of(
      QueryParameters request, int largest, List<T> all, Function<T, String> key) {
    int size = size(request, largest).orElse(Integer.MAX_VALUE);
    String after = request.text("NextToken").map(Page::decode).orElse("");
    // By its key, which is made once for each: it costs more than the comparing.
    NavigableMap<String, T> ordered = new TreeMap<>();
    all.forEach(item -> ordered.put(key.apply(item), item));
    List<T> rest = List.copyOf(ordered.tailMap(after, false).values());
    if (rest.size() <= size) {
      return new Page<>(rest, Optional.empty());
    }
    List<T> items = rest.subList(0, size);
    return new Page<>(items, Optional.of(encode(key.apply(items.getLast()))));
  }

  /** Fails if a request names resources and asks for pages of them, which EC2 refuses. */
  public static void refuseWithIds(QueryParameters request, String parameter, List<String> ids) {
    if (!ids.isEmpty() && request.text("MaxResults").isPresent()) {
      throw Ec2Failure.invalidCombination(
          "The parameter " + parameter + " cannot be used with the parameter maxResults");
    }
  }

  private static Optional<Integer> size(QueryParameters request, int largest) {
    Optional<Integer> size = request.number("MaxResults");
    size.filter(given -> given < SMALLEST || given > largest)
        .ifPresent(
            given -> {
              throw Ec2Failure.invalidValue(
                  "Value ( %d ) for parameter maxResults is invalid. Expecting a value between %d and %d."
                      .formatted(given, SMALLEST, largest));
            });
    return size;
  }

  public void writeNext(XmlAnswer answer) {
    next.ifPresent(token -> answer.text("nextToken", token));
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(("1" + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith("1")) {
        return text.substring(1);
      }
    } catch (IllegalArgumentException _) {
      // Falls through to the one answer for every token that we did not make.
    }
    throw Ec2Failure.client("InvalidPaginationToken", "The pagination token is invalid: " + token);
  }
}
