package example.ebs.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalVolumeContextTest {
  private static final Map<String, String> PLAIN = Map.of("mode", "hostPath", "directory", "a-b-c");

  @Property
  void aContextSurvivesItsTrip(@ForAll("contexts") LocalVolumeContext context) {
    assertThat(LocalVolumeContext.fromMap(context.toMap())).isEqualTo(context);
  }

  @Test
  void itTravelsInTheseWords() {
    LocalVolumeContext context =
        new LocalVolumeContext(
            new LocalVolumeContext.HostPath(
                new NewDirectory(
                    DirectoryName.of("shop", "data", "pvc-1"),
                    List.of(new RootName("fast"), new RootName("slow")),
                    new DirectoryAccess(
                        OptionalLong.of(4_294_967_294L),
                        OptionalLong.of(0),
                        OptionalInt.of(0770)))),
            Optional.of(VolumeSize.ofGibibytes(1)),
            Enforcement.IMAGE);

    assertThat(context.toMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "mode", "hostPath",
                "directory", "shop-data-pvc-1",
                "roots", "fast,slow",
                "owner", "4294967294",
                "group", "0",
                "permissions", "0770",
                "size", "1073741824",
                "enforce", "image"));
  }

  @Test
  void keysOfTheKubeletAndOfProvisionersAreIgnored() {
    Map<String, String> map = new HashMap<>(PLAIN);
    map.put("csi.storage.k8s.io/pod.name", "../../etc");
    map.put("storage.kubernetes.io/csiProvisionerIdentity", "x");

    LocalVolumeContext context = LocalVolumeContext.fromMap(map);

    assertThat(context.mode()).isEqualTo(LocalMode.HOST_PATH);
    assertThat(context.enforcement()).isEqualTo(Enforcement.AUTO);
    assertThat(context.size()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mode, hostpath, 'mode must be one of hostPath, emptyDir'",
    "directory, .., directory must be one name",
    "directory, a/b, directory must be one name",
    "directory, .records, directory must be one name",
    "directory, '', directory must be one name",
    "size, 1Gi, size must be a number of bytes",
    "size, 0, size must be a size",
    "enforce, strict, 'enforce must be one of auto, quota, image, none'",
    "roots, '', roots must be names",
    "roots, 'a,,b', roots must be names",
    "roots, ../x, roots must be names",
    "owner, root, owner must be a number",
    "owner, -1, owner must be a number",
    "group, 99999999999, group must be a number",
    "permissions, 0888, permissions must be permissions in octal",
    "permissions, rwx, permissions must be permissions in octal",
    "readOnly, true, readOnly does not go with a directory that is made",
    "medium, Memory, medium does not go with mode hostPath",
    "path, /srv, directory does not go with path",
    "Size, 1, 'unknown volume_context: \"Size\"; the nearest known one is \"size\"'"
  })
  void whatCannotBeReadNamesTheKey(String key, String value, String message) {
    Map<String, String> map = new HashMap<>(PLAIN);
    map.put(key, value);

    assertThatThrownBy(() -> LocalVolumeContext.fromMap(map))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"srv", "/", "/srv/..", "/srv/./data", "/srv//data", "/srv/", "''", "/srv/\0"})
  void aPathSaysWhatItMeans(String path) {
    assertThatThrownBy(() -> LocalVolumeContext.fromMap(Map.of("mode", "hostPath", "path", path)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("path must be an absolute path");
  }

  @Test
  void modeAndDirectoryAreAskedFor() {
    assertThatThrownBy(() -> LocalVolumeContext.fromMap(Map.of("directory", "a")))
        .hasMessageContaining("mode is missing");
    assertThatThrownBy(() -> LocalVolumeContext.fromMap(Map.of("mode", "emptyDir")))
        .hasMessageContaining("directory is missing");
  }

  @Test
  void anInlineVolumeIsAnEmptyDirAndNeverNamesAPath() {
    assertThat(InlineVolumeContext.fromMap(Map.of()))
        .isEqualTo(new InlineVolumeContext(Optional.empty(), false));
    assertThat(
            InlineVolumeContext.fromMap(
                Map.of("mode", "emptyDir", "sizeLimit", "64Mi", "medium", "Memory")))
        .isEqualTo(new InlineVolumeContext(Optional.of(new VolumeSize(64L << 20)), true));
    for (String key : List.of("path", "directory", "roots", "owner", "enforce", "size")) {
      assertThatThrownBy(() -> InlineVolumeContext.fromMap(Map.of(key, "1")))
          .isInstanceOf(Failure.InvalidRequest.class)
          .hasMessageContaining("unknown volumeAttributes: \"" + key + "\"");
    }
    assertThatThrownBy(() -> InlineVolumeContext.fromMap(Map.of("mode", "hostPath")))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("claim the others");
    assertThatThrownBy(() -> InlineVolumeContext.fromMap(Map.of("medium", "memory")))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("medium must be \"Memory\"");
  }

  @Provide
  Arbitrary<LocalVolumeContext> contexts() {
    Arbitrary<Optional<VolumeSize>> sizes =
        Arbitraries.longs().greaterOrEqual(1).map(VolumeSize::new).optional();
    Arbitrary<LocalVolumeContext> made =
        Combinators.combine(directories(), sizes, Arbitraries.of(Enforcement.values()))
            .flatAs(
                (directory, size, enforcement) ->
                    Arbitraries.of(
                            new LocalVolumeContext.HostPath(directory),
                            new LocalVolumeContext.EmptyDir(directory, true),
                            new LocalVolumeContext.EmptyDir(directory, false))
                        .map(source -> new LocalVolumeContext(source, size, enforcement)));
    Arbitrary<LocalVolumeContext> wrapped =
        Arbitraries.of(true, false)
            .map(readOnly -> new LocalVolumeContext.Existing(Path.of("/srv/data"), readOnly))
            .map(source -> new LocalVolumeContext(source, Optional.empty(), Enforcement.NONE));
    return Arbitraries.oneOf(made, wrapped);
  }

  private static Arbitrary<NewDirectory> directories() {
    Arbitrary<OptionalLong> ids =
        Arbitraries.longs()
            .between(0, 4_294_967_294L)
            .optional()
            .map(id -> id.map(OptionalLong::of).orElse(OptionalLong.empty()));
    return Combinators.combine(
            Arbitraries.strings().map(DirectoryName::of),
            Arbitraries.of("default", "a", "b.c-d").map(RootName::new).list().uniqueElements(),
            ids,
            ids,
            optional(Arbitraries.integers().between(0, 07777)))
        .as(
            (name, roots, owner, group, permissions) ->
                new NewDirectory(name, roots, new DirectoryAccess(owner, group, permissions)));
  }

  private static Arbitrary<OptionalInt> optional(Arbitrary<Integer> numbers) {
    return numbers
        .optional()
        .map(number -> number.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }
}
