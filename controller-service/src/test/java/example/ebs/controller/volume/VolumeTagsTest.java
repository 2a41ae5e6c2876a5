package example.ebs.controller.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VolumeTagsTest {
  @ParameterizedTest
  @ValueSource(strings = {"{{ .PVCName }}", "team-{{.PVCNamespace}}", "{{"})
  void aTemplateAmongTheOperatorsTagsIsRefusedRatherThanStored(String value) {
    assertThatThrownBy(() -> tags(Map.of("owner", value)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContainingAll("owner", value, "templates");
  }

  @Test
  void aSingleBraceIsATextAsAnyOther() {
    assertThat(tags(Map.of("owner", "{a}")).of("claim", Map.of())).containsEntry("owner", "{a}");
  }

  private static VolumeTags tags(Map<String, String> extra) {
    return new VolumeTags("ebs.example", Optional.empty(), extra);
  }
}
