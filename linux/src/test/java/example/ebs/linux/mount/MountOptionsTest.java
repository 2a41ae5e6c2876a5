package example.ebs.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MountOptionsTest {
  @Test
  void whatTheKernelDoesNotKnowIsLeftToTheFilesystem() {
    MountOptions options =
        MountOptions.parse(List.of("ro", "noatime,data=writeback", "discard", "_netdev", "x-a=b"));

    assertThat(options.set()).isEqualTo(new MountFlags(MountFlags.RDONLY | MountFlags.NOATIME));
    assertThat(options.data()).isEqualTo("data=writeback,discard");
  }

  @Test
  void theLastOfTwoOppositesWins() {
    assertThat(MountOptions.parse(List.of("ro", "rw", "noexec", "exec")).set())
        .isEqualTo(MountFlags.NONE);
    assertThat(MountOptions.parse(List.of("noatime", "strictatime")).set())
        .isEqualTo(new MountFlags(MountFlags.STRICTATIME));
  }

  @Test
  void nothingAskedForMeansWhatTheKernelTakesThen() {
    assertThat(MountOptions.parse(List.of()).set().ofMount())
        .isEqualTo(new MountFlags(MountFlags.RELATIME));
    assertThat(MountOptions.parse(List.of("strictatime")).set().ofMount())
        .isEqualTo(MountFlags.NONE);
  }

  @Test
  void flagsOfAMountAreKeptUnlessTheirOppositeIsAskedFor() {
    MountFlags staged = MountOptions.parse(List.of("nosuid", "noexec", "noatime")).set().ofMount();

    assertThat(MountOptions.parse(List.of("exec", "ro")).changing(staged))
        .isEqualTo(new MountFlags(MountFlags.NOSUID | MountFlags.NOATIME | MountFlags.RDONLY));
  }

  @Test
  void xfsIsTakenWithAnyUuidWhichIsNotTheCallersDoing() {
    assertThat(MountOptions.parse(List.of()).withAnyUuid().text()).isEqualTo("nouuid");
    assertThat(MountOptions.parse(List.of()).withAnyUuid().isEmpty()).isTrue();
    assertThat(MountOptions.parse(List.of("a", "nouuid")).withAnyUuid().text())
        .isEqualTo("a,nouuid");
  }

  @Test
  void anOptionThatTheCallerAskedForIsTheCallersDoing() {
    assertThat(MountOptions.parse(List.of("nouuid")).isEmpty()).isFalse();
    assertThat(MountOptions.parse(List.of("nouuid")).withAnyUuid().text()).isEqualTo("nouuid");
  }

  @Test
  void aMountThatShowsNoWayOfAccessTimesIsStrictAndStaysSo() {
    MountFlags strict = MountOptions.parse(List.of("strictatime")).set().ofMount();

    assertThat(MountOptions.NONE.changing(strict)).isEqualTo(strict);
    assertThat(MountOptions.parse(List.of("relatime")).changing(strict))
        .isEqualTo(new MountFlags(MountFlags.RELATIME));
  }

  @Test
  void optionsAreNeverPrinted() {
    assertThat(MountOptions.parse(List.of("password=secret"))).asString().doesNotContain("secret");
  }
}
