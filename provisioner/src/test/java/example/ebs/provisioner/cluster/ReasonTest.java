package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class ReasonTest {
  @Test
  void whatHasOnlyANameForAMessageIsToldInWords() {
    assertThat(Reason.of(new NoSuchFileException("/k"))).isEqualTo("/k does not exist");
    assertThat(Reason.of(new AccessDeniedException("/k"))).isEqualTo("/k may not be read");
    assertThat(Reason.of(new UnknownHostException("api"))).isEqualTo("the host api is not known");
  }

  @Test
  void theDeepestCauseIsTheReason() {
    assertThat(Reason.of(new IllegalStateException("read", new IOException("broken"))))
        .isEqualTo("broken");
    assertThat(Reason.of(new IllegalStateException())).contains("IllegalStateException");
  }
}
