package example.ebs.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteQuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "10Gi, 10737418240",
    "500M, 500000000",
    "1.5Ki, 1536",
    "0.5, 1",
    "1500m, 2",
    ".5k, 500",
    "5.k, 5000",
    "1e3, 1000",
    "1E3, 1000",
    "1E, 1000000000000000000",
    "12e-1, 2",
    "+1Gi, 1073741824",
    "7Ei, 8070450532247928832",
    "9223372036854775807, 9223372036854775807"
  })
  void aSizeIsReadAsKubernetesReadsIt(String text, long bytes) {
    assertThat(ByteQuantity.parse("size", text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 Gi",
        "Gi",
        "0",
        "0Gi",
        "-1",
        "1gi",
        "1GB",
        "1KiB",
        "1e",
        "1e999999999",
        "8Ei",
        "9223372036854775808",
        "NaN",
        "1_000",
        "0x10",
        "1,5Gi",
        "१Gi",
        "1e3Gi"
      })
  void whatIsNoSizeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> ByteQuantity.parse("parameter maxSize", text))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageStartingWith("parameter maxSize must be a size such as 10Gi")
        .hasMessageEndingWith("\"" + text + "\"");
  }

  @Property
  void aNumberOfBytesIsItself(@ForAll @LongRange(min = 1) long bytes) {
    assertThat(ByteQuantity.parse("size", Long.toString(bytes)).bytes()).isEqualTo(bytes);
  }

  @Property
  void anyOtherTextIsRefusedAndNeverMore(@ForAll String text) {
    try {
      assertThat(ByteQuantity.parse("size", text).bytes()).isPositive();
    } catch (Failure.InvalidRequest refused) {
      assertThat(refused).hasMessageStartingWith("size must be a size");
    }
  }
}
