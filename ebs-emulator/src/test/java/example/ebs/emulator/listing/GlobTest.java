package example.ebs.emulator.listing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "a,a,true", "a,b,false", "a*,abc,true", "*c,abc,true", "*b*,abc,true", "a?c,abc,true",
    "a?c,ac,false", "*,'',true", "'','',true", "'',a,false", "a\\*,a*,true", "a\\*,ab,false",
    "a\\?,a?,true", "*a*b*c*,xxaxxbxxcxx,true", "*a*b*c*,xxaxxcxxbxx,false", "A,a,false"
  })
  void matchesAsEc2sFiltersDo(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }
}
