package example.ebs.emulator.tag;

import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.XmlAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules of tags, and how they are read and written. */
public final class Tags {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private Tags() {}

  /** The tags given to a resource when it is made; other resource types among them are skipped. */
  public static Map<String, String> specified(
      QueryParameters request, String resourceType, List<String> skipped) {
    Map<String, String> tags = new TreeMap<>();
    for (QueryParameters specification : request.structures("TagSpecification")) {
      String type = specification.required("ResourceType");
      Map<String, String> given = given(specification);
      if (type.equals(resourceType)) {
        tags.putAll(given);
      } else if (!skipped.contains(type)) {
        throw Ec2Failure.invalidValue(
            "'" + type + "' is not a valid taggable resource type for this operation.");
      }
    }
    return merged(Map.of(), tags);
  }

  /** The tags of a request, {@code Tag.1.Key} and {@code Tag.1.Value}. */
  public static Map<String, String> given(QueryParameters request) {
    Map<String, String> tags = new TreeMap<>();
    for (QueryParameters tag : request.structures("Tag")) {
      String key = key(tag);
      if (tags.put(key, value(tag.text("Value").orElse(""))) != null) {
        throw Ec2Failure.invalidValue("Duplicate tag key '" + key + "' specified.");
      }
    }
    return tags;
  }

  /** The tags to take away: a key, with the value it must have if one is given. */
  public static Map<String, Optional<String>> unwanted(QueryParameters request) {
    Map<String, Optional<String>> tags = new TreeMap<>();
    for (QueryParameters tag : request.structures("Tag")) {
      tags.put(key(tag), tag.text("Value"));
    }
    return tags;
  }

  private static String key(QueryParameters tag) {
    String key = tag.required("Key");
    if (key.regionMatches(true, 0, "aws:", 0, 4)) {
      throw Ec2Failure.invalidValue(
          "Value ( "
              + key
              + " ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for"
              + " internal use");
    }
    if (key.codePointCount(0, key.length()) > LONGEST_KEY) {
      throw Ec2Failure.invalidValue(
          "Tag key exceeds the maximum length of " + LONGEST_KEY + " characters");
    }
    return key;
  }

  private static String value(String value) {
    if (value.codePointCount(0, value.length()) > LONGEST_VALUE) {
      throw Ec2Failure.invalidValue(
          "Tag value exceeds the maximum length of " + LONGEST_VALUE + " characters");
    }
    return value;
  }

  /** Tags with others added; more than EC2 allows on one resource is refused. */
  public static Map<String, String> merged(Map<String, String> tags, Map<String, String> added) {
    Map<String, String> merged = new TreeMap<>(tags);
    merged.putAll(added);
    if (merged.size() > MOST) {
      throw Ec2Failure.client(
          "TagLimitExceeded", "The maximum number of tags on a resource is " + MOST);
    }
    return merged;
  }

  /** Tags with others taken away. */
  public static Map<String, String> without(
      Map<String, String> tags, Map<String, Optional<String>> unwanted) {
    Map<String, String> kept = new TreeMap<>(tags);
    kept.entrySet()
        .removeIf(
            tag ->
                unwanted.containsKey(tag.getKey())
                    && unwanted.get(tag.getKey()).map(tag.getValue()::equals).orElse(true));
    return kept;
  }

  /** Writes {@code tagSet}. */
  public static void write(XmlAnswer xml, Map<String, String> tags) {
    xml.items(
        "tagSet",
        new TreeMap<>(tags).entrySet(),
        (item, tag) -> {
          item.text("key", tag.getKey());
          item.text("value", tag.getValue());
        });
  }
}
