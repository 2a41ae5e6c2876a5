package example.ebs.emulator.listing;

import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one kind of resource can be filtered by.
 *
 * @param named the values a resource has for each filter name
 * @param tags the tags of a resource, or nothing where the kind has no tags
 * @param documented every filter that EC2 has for the kind: one that is not served is refused as
 *     such, for whoever uses it has made no mistake
 */
public record Attributes<T>(
    Map<String, Function<T, Collection<String>>> named,
    Optional<Function<T, Map<String, String>>> tags,
    Set<String> documented) {
  private static final int MOST_FILTERS = 50;

  /** Reads the filters of a request: all must match, each by any of its values. */
  public Predicate<T> filters(QueryParameters request) {
    List<QueryParameters> filters = request.structures("Filter");
    if (filters.size() > MOST_FILTERS) {
      throw Ec2Failure.client(
          "FilterLimitExceeded", "The maximum number of filters on a request is " + MOST_FILTERS);
    }
    return filters.stream().map(this::filter).reduce(_ -> true, Predicate::and);
  }

  private Predicate<T> filter(QueryParameters filter) {
    String name = filter.required("Name");
    Globs wanted = Globs.of(filter.list("Value"));
    if (wanted.isEmpty()) {
      throw Ec2Failure.invalidValue("The filter '" + name + "' has no values");
    }
    Function<T, Collection<String>> values = values(name).orElseThrow(() -> unknown(name));
    return resource -> values.apply(resource).stream().anyMatch(wanted::anyMatches);
  }

  private Ec2Failure unknown(String name) {
    return documented.contains(name)
        ? Ec2Failure.client("UnsupportedOperation", "The filter '" + name + "' is not served here")
        : Ec2Failure.invalidValue("The filter '" + name + "' is invalid");
  }

  private Optional<Function<T, Collection<String>>> values(String name) {
    if (name.equals("tag-key")) {
      return tags.map(tagsOf -> resource -> tagsOf.apply(resource).keySet());
    }
    if (name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return tags.map(tagsOf -> resource -> withKey(tagsOf.apply(resource), key));
    }
    return Optional.ofNullable(named.get(name));
  }

  private static Collection<String> withKey(Map<String, String> tags, String key) {
    String value = tags.get(key);
    return value == null ? List.of() : List.of(value);
  }
}
