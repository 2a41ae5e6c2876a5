package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagListTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", ",,"})
  void anEmptyListIsAListOfNothing(String text) {
    assertThat(TagList.parse(text)).isEmpty();
  }

  @Test
  void plainPairsAreReadAsByOtherDrivers() {
    assertThat(TagList.parse("team=storage,,url=a=b,said=\"hi\","))
        .containsExactly(
            Map.entry("team", "storage"), Map.entry("url", "a=b"), Map.entry("said", "\"hi\""));
    assertThat(TagList.parse("empty=")).containsExactly(Map.entry("empty", ""));
  }

  @Test
  void aPairInQuotesMayHaveCommasAndQuotes() {
    assertThat(TagList.parse("\"owner=a,b\",team=storage,\"said=\"\"hi, you\"\"\""))
        .containsExactly(
            Map.entry("owner", "a,b"),
            Map.entry("team", "storage"),
            Map.entry("said", "\"hi, you\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"team", "=x", "team=a,b", "\"team=a", "\"team=a\"b", "\"team\""})
  void whatIsNoPairIsRefusedWithWhatItIs(String text) {
    assertThatThrownBy(() -> TagList.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void everyMapCanBeWrittenAndIsReadBack(
      @ForAll @Size(max = 5) Map<@AlphaChars @NotEmpty String, @Chars({'a', ',', '"', '='}) String> tags) {
    String written =
        tags.entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .map(pair -> "\"" + pair.replace("\"", "\"\"") + "\"")
            .collect(Collectors.joining(","));
    assertThat(TagList.parse(written)).isEqualTo(tags);
  }
}
