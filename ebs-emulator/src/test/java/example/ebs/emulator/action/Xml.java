package example.ebs.emulator.action;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** An answer, to look into. */
record Xml(String text) {

  String first(String element) {
    return all(element).getFirst();
  }

  String firstOr(String element, String other) {
    return all(element).stream().findFirst().orElse(other);
  }

  List<String> all(String element) {
    return Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  Xml inside(String element) {
    return new Xml(firstOr(element, ""));
  }
}
