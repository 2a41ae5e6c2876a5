package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.wire.Ec2Failure;

/** What a client sees of a refused request. */
record Refusal(int status, String code, String message) {

  static void check(Ec2Failure failure, int status, String code, String message) {
    assertThat(new Refusal(failure.status(), failure.code(), failure.message()))
        .isEqualTo(new Refusal(status, code, message));
  }
}
