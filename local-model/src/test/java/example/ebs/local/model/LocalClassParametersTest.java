package example.ebs.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalClassParametersTest {
  private static final DirectoryName NAME = DirectoryName.of("shop", "data", "pvc-1");
  private static final VolumeSize GIB = VolumeSize.ofGibibytes(1);

  @Test
  void aClassThatSaysNothingMoreHasDirectoriesHeldToWhatTheClaimAskedFor() {
    LocalClassParameters parameters = LocalClassParameters.parse(Map.of("mode", "hostPath"));

    assertThat(parameters.shared()).isFalse();
    assertThat(parameters.filesystem()).isEmpty();
    assertThat(parameters.context(NAME, GIB))
        .isEqualTo(
            new LocalVolumeContext(
                new LocalVolumeContext.HostPath(
                    new NewDirectory(NAME, List.of(), DirectoryAccess.DEFAULT)),
                Optional.of(GIB),
                Enforcement.AUTO));
  }

  @Test
  void everythingThatAClassMaySayIsRead() {
    LocalClassParameters parameters =
        LocalClassParameters.parse(
            Map.of(
                "mode", "hostPath",
                "roots", "fast, slow",
                "owner", "1000",
                "group", "2000",
                "permissions", "2770",
                "maxSize", "10Gi",
                "enforce", "image",
                "shared", "true",
                "csi.storage.k8s.io/fstype", "xfs",
                "csi.storage.k8s.io/pvc/name", "data"));

    assertThat(parameters)
        .isEqualTo(
            new LocalClassParameters(
                new LocalClassParameters.HostPath(
                    List.of(new RootName("fast"), new RootName("slow")),
                    new DirectoryAccess(
                        OptionalLong.of(1000), OptionalLong.of(2000), OptionalInt.of(02770))),
                Enforcement.IMAGE,
                Optional.of(VolumeSize.ofGibibytes(10)),
                true,
                Optional.of(FilesystemType.XFS)));
  }

  @Test
  void anExistingDirectoryIsNotHeldToASize() {
    LocalClassParameters parameters =
        LocalClassParameters.parse(
            Map.of("mode", "hostPath", "path", "/srv/data", "readOnly", "true"));

    assertThat(parameters.context(NAME, GIB))
        .isEqualTo(
            new LocalVolumeContext(
                new LocalVolumeContext.Existing(Path.of("/srv/data"), true),
                Optional.empty(),
                Enforcement.NONE));
  }

  @Test
  void anEmptyDirMayBeInMemory() {
    LocalClassParameters parameters =
        LocalClassParameters.parse(Map.of("mode", "emptyDir", "medium", "Memory"));

    assertThat(parameters.context(NAME, GIB).source())
        .isEqualTo(
            new LocalVolumeContext.EmptyDir(
                new NewDirectory(NAME, List.of(), DirectoryAccess.DEFAULT), true));
  }

  @Test
  void aClaimMayAskForNoMoreThanTheClassAllows() {
    LocalClassParameters parameters =
        LocalClassParameters.parse(Map.of("mode", "hostPath", "maxSize", "1Gi"));

    assertThat(parameters.context(NAME, GIB).size()).contains(GIB);
    assertThatThrownBy(() -> parameters.context(NAME, VolumeSize.ofGibibytes(2)))
        .isInstanceOf(Failure.OutOfRange.class)
        .hasMessage(
            "2 GiB were asked for, and the class allows 1 GiB (its parameter maxSize); ask for less");
  }

  @ParameterizedTest
  @CsvSource({
    "hostPath, iops, 3000, 'unknown parameter \"iops\"; the known ones are '",
    "hostPath, Roots, a, 'unknown parameter \"Roots\"; the nearest known one is \"roots\"'",
    "hostPath, type, gp3, unknown parameter",
    "hostPath, csi.storage.k8s.io/provisioner-secret-name, x, means nothing to a local volume",
    "hostPath, csi.storage.k8s.io/fstype, btrfs, 'must be one of ext4, xfs'",
    "hostPath, maxSize, big, must be a size such as 10Gi",
    "hostPath, shared, yes, 'must be \"true\" or \"false\"'",
    "hostPath, owner, 4294967295, must be a number from 0 to 4294967294",
    "hostPath, group, -1, must be a number from 0 to 4294967294",
    "hostPath, medium, Memory, does not go with mode hostPath",
    "hostPath, readOnly, true, only with path",
    "hostPath, path, ../x, must be an absolute path",
    "emptyDir, path, /srv, does not go with mode emptyDir",
    "emptyDir, medium, memory, 'must be \"Memory\" or left out'",
    "ebs, roots, a, 'must be one of hostPath, emptyDir'"
  })
  void whatCannotBeUnderstoodIsRefusedByName(
      String mode, String key, String value, String message) {
    assertThatThrownBy(() -> LocalClassParameters.parse(Map.of("mode", mode, key, value)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"owner, 1", "permissions, 0700", "maxSize, 1Gi", "enforce, quota", "roots, a"})
  void whatWouldChangeAnExistingDirectoryDoesNotGoWithIt(String key, String value) {
    Map<String, String> parameters = new HashMap<>(Map.of("mode", "hostPath", "path", "/srv"));
    parameters.put(key, value);

    assertThatThrownBy(() -> LocalClassParameters.parse(parameters))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessage("parameter " + key + " does not go with path; leave one of them out");
  }

  @Test
  void aClassOfEbsVolumesHasNoLocalMode() {
    assertThat(LocalClassParameters.mode(Map.of("type", "gp3"))).isEmpty();
    assertThat(LocalClassParameters.mode(Map.of("mode", "ebs"))).isEmpty();
    assertThat(LocalClassParameters.mode(Map.of("mode", "emptyDir"))).contains(LocalMode.EMPTY_DIR);
    assertThatThrownBy(() -> LocalClassParameters.mode(Map.of("mode", "hostpath")))
        .isInstanceOf(Failure.InvalidRequest.class);
  }

  @Property
  void anyOtherParametersAreRefusedAndNeverMore(@ForAll Map<String, String> parameters) {
    assertThatThrownBy(() -> LocalClassParameters.parse(parameters))
        .isInstanceOf(Failure.InvalidRequest.class);
  }
}
