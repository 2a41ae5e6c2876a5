package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Ec2FailuresTest {
  @ParameterizedTest
  @CsvSource({
    "InvalidVolume.NotFound, NotFound",
    "InvalidInstanceID.NotFound, NotFound",
    "InvalidInstanceID.Malformed, NotFound",
    "InvalidParameterValue, InvalidRequest",
    "InvalidParameterCombination, InvalidRequest",
    "InvalidParameterDependency, InvalidRequest",
    "MissingParameter, InvalidRequest",
    "UnknownVolumeType, InvalidRequest",
    "UnsupportedOperation, InvalidRequest",
    "InvalidZone.NotFound, InvalidRequest",
    "VolumeIOPSLimit, InvalidRequest",
    "AttachmentLimitExceeded, LimitReached",
    "InsufficientVolumeCapacity, LimitReached",
    "VolumeTypeNotAvailableInZone, LimitReached",
    "VolumeLimitExceeded, QuotaReached",
    "MaxIOPSLimitExceeded, QuotaReached",
    "VolumeInUse, InUse",
    "IncorrectState, InProgress",
    "IncorrectInstanceState, PreconditionFailed",
    "InvalidVolume.ZoneMismatch, PreconditionFailed",
    "CustomerKeyHasBeenRevoked, PreconditionFailed",
    "UnauthorizedOperation, Denied",
    "AuthFailure, Unauthenticated",
    "ExpiredToken, Unauthenticated",
    "InvalidClientTokenId, Unauthenticated",
    "RequestLimitExceeded, Unavailable",
    "ServiceUnavailable, Unavailable",
    "InternalError, Unavailable",
    "'', Unavailable",
    "SomethingNew, Internal",
  })
  void eachCodeHasItsMeaningAndTheMessageSaysWhatEc2Said(String code, String kind) {
    Failure failure =
        Ec2Failures.failure(
            new Ec2Refusal("AttachVolume", code, 400, false, "said this", new RuntimeException()));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining("AttachVolume").hasMessageContaining("said this");
  }

  @Test
  void whatOnlyAwsCanReadIsCut() {
    Ec2Refusal refusal =
        new Ec2Refusal(
            "CreateVolume",
            "UnauthorizedOperation",
            403,
            false,
            "You are not authorized: role x may not. Encoded authorization failure message: "
                + "aB1-_".repeat(100),
            new RuntimeException());

    assertThat(Ec2Failures.failure(refusal))
        .hasMessageContaining("You are not authorized: role x may not. (UnauthorizedOperation)")
        .hasMessageNotContainingAny("Encoded", "aB1");
  }

  @Test
  void aFaultOfEc2IsNeverFinalThoughItsCodeIsUnknown() {
    Ec2Refusal refusal =
        new Ec2Refusal("CreateVolume", "SomethingNew", 500, false, "oh", new RuntimeException());

    assertThat(Ec2Failures.failure(refusal)).isInstanceOf(Failure.Unavailable.class);
  }
}
