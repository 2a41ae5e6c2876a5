package example.ebs.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.server.DriverIdentity;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids and names of local volumes. */
final class LocalNamesTest {
  @Property
  void everyVolumeNameHasOneIdWhichIsRead(@ForAll String name) {
    LocalVolumeId id = LocalVolumeId.ofVolume(name);

    assertThat(LocalVolumeId.parse(id.value())).contains(id);
    assertThat(LocalVolumeId.ofVolume(name)).isEqualTo(id);
    assertThat(id.value()).hasSize(38);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "local-",
        "fake-vol-id",
        "local-00112233445566778899AABBCCDDEEFF",
        "local-00112233445566778899aabbccddeeff/..",
        "local-00112233445566778899aabbccddeeff\n"
      })
  void whatIsNoIdNamesNoVolume(String text) {
    assertThat(LocalVolumeId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new LocalVolumeId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theHandleOfAnInlineVolumeIsTheKubelets() {
    String handle = "csi-" + "0123456789abcdef".repeat(4);

    assertThat(InlineVolumeId.parse(handle)).map(InlineVolumeId::value).contains(handle);
    assertThat(InlineVolumeId.parse(handle + "0")).isEmpty();
    assertThat(InlineVolumeId.parse("../" + handle)).isEmpty();
  }

  @Test
  void aDirectoryIsNamedByNamespaceClaimAndVolume() {
    assertThat(DirectoryName.of("shop", "data-0", "pvc-1")).hasToString("shop-data-0-pvc-1");
  }

  @Property
  void whateverTheNamesTheDirectoryIsOneSafeComponent(
      @ForAll String namespace, @ForAll String claim, @ForAll String volume) {
    String name = DirectoryName.of(namespace, claim, volume).value();

    assertThat(name).matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    assertThat(DirectoryName.of(volume).value()).matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  }

  @Test
  void longNamesThatDifferAtTheirEndsHaveDirectoriesOfTheirOwn() {
    String namespace = "n".repeat(63);
    Set<DirectoryName> names = new HashSet<>();
    for (int at = 0; at < 100; at++) {
      names.add(DirectoryName.of(namespace, "c".repeat(253), "pvc-" + at));
    }

    assertThat(names).hasSize(100);
  }

  @Test
  void namesOfTheDriversOwnFoldersAreNoNamesOfVolumes() {
    assertThat(DirectoryName.of(".records").value()).doesNotStartWith(".");
    assertThat(DirectoryName.of("..").value()).doesNotStartWith(".");
    assertThatThrownBy(() -> new DirectoryName(".trash"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNamesOfTheLocalDriverFollowFromTheMainDrivers() {
    LocalDriver driver = new LocalDriver("ebs.example");

    assertThat(driver.name()).isEqualTo("local.ebs.example");
    assertThat(driver.topologyKey()).isEqualTo("local.ebs.example/node");
    assertThat(driver.nodeLabel()).isEqualTo("ebs.example/node");
    assertThat(driver.finalizer()).isEqualTo("local.ebs.example/directory");
    assertThat(driver.enforcedByAnnotation()).isEqualTo("ebs.example/enforced-by");
    assertThat(new DriverIdentity("ebs.example", "1").local())
        .isEqualTo(new DriverIdentity(driver.name(), "1"));
  }

  @Test
  void aDriverWhoseLocalNameWouldBeTooLongHasNone() {
    DriverIdentity driver = new DriverIdentity("e" + "b".repeat(60) + "s", "1");

    assertThatThrownBy(driver::local).isInstanceOf(IllegalArgumentException.class);
  }
}
