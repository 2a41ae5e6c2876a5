package example.ebs.provisioner.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

final class ErrorMessageProperties {
  @Property
  void isNeverLongerThanKubernetesTakes(@ForAll @StringLength(max = 2000) String words) {
    String message = ErrorMessage.of(new Failure.Internal(words));
    assertThat(message.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
    assertThat(words).startsWith(message.equals(words) ? words : message.replaceAll(" …$", ""));
  }

  @Property
  void isUnchangedWhereItFits(@ForAll @StringLength(max = 256) String words) {
    assertThat(ErrorMessage.of(new Failure.Internal(words))).isEqualTo(words);
  }
}
