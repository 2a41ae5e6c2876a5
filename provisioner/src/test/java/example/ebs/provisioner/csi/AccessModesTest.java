package example.ebs.provisioner.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessModesTest {
  @ParameterizedTest
  @CsvSource({
    "ReadWriteOnce, SINGLE_NODE_MULTI_WRITER, SINGLE_NODE_WRITER",
    "ReadWriteOncePod, SINGLE_NODE_SINGLE_WRITER, SINGLE_NODE_WRITER",
    "ReadOnlyMany, MULTI_NODE_READER_ONLY, MULTI_NODE_READER_ONLY",
    "ReadWriteMany, MULTI_NODE_MULTI_WRITER, MULTI_NODE_MULTI_WRITER",
  })
  void aModeIsTranslatedByWhetherTheDriverTellsPodsApart(String mode, Mode apart, Mode plain) {
    assertThat(AccessModes.single(mode, true)).isEqualTo(apart);
    assertThat(AccessModes.single(mode, false)).isEqualTo(plain);
    assertThat(AccessModes.together(List.of(mode), true)).isEqualTo(apart);
    assertThat(AccessModes.together(List.of(mode), false)).isEqualTo(plain);
  }

  @Test
  void whereManyMayWriteThatIsTheModeOfAll() {
    assertThat(AccessModes.together(List.of("ReadWriteOnce", "ReadWriteMany"), true))
        .isEqualTo(Mode.MULTI_NODE_MULTI_WRITER);
    assertThat(AccessModes.together(List.of("ReadOnlyMany", "ReadWriteMany"), true))
        .isEqualTo(Mode.MULTI_NODE_MULTI_WRITER);
  }

  @Test
  void aVolumeThatSaysNothingIsForOneNode() {
    assertThat(AccessModes.together(List.of(), false)).isEqualTo(Mode.SINGLE_NODE_WRITER);
  }

  @Test
  void whatContradictsItselfOrIsUnknownIsRefused() {
    for (List<String> modes :
        List.of(
            List.of("ReadWriteOncePod", "ReadWriteOnce"),
            List.of("ReadWriteOnce", "ReadOnlyMany"),
            List.of("WriteOnly"))) {
      assertThatThrownBy(() -> AccessModes.together(modes, true))
          .isInstanceOf(Failure.InvalidRequest.class)
          .hasMessageContaining(modes.getFirst());
    }
  }
}
