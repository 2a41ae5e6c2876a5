package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiFailuresTest {
  @ParameterizedTest
  @CsvSource({
    "401, Unauthenticated",
    "403, Denied",
    "404, NotFound",
    "409, Unavailable",
    "422, Internal",
    "429, Unavailable",
    "500, Unavailable",
    "504, Unavailable",
    "0, Unavailable"
  })
  void theCodeSaysWhetherItMayWorkLater(int code, String kind) {
    Failure failure = ApiFailures.of("it cannot be", new KubernetesClientException("", code, null));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void theServersOwnWordsAreTold() {
    var status =
        new StatusBuilder().withCode(403).withMessage("secrets \"key\" is forbidden").build();
    assertThat(ApiFailures.of("not read", new KubernetesClientException(status)).getMessage())
        .isEqualTo("not read: secrets \"key\" is forbidden");
  }

  @Test
  void whereThereWereNoneTheReasonIsTold() {
    var silent = new KubernetesClientException("Operation: [get]", new IOException("refused"));
    assertThat(ApiFailures.of("not read", silent).getMessage()).isEqualTo("not read: refused");
  }
}
