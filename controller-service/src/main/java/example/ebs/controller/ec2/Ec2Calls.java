package example.ebs.controller.ec2;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.AnswerableDeadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The gateway: every call to EC2 passes here, gets its time limit and has its errors put into our
 * words.
 *
 * <p>Safe for use by many threads.
 */
final class Ec2Calls {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final String endpoint;
  private final Clock clock;

  /**
   * Creates the gateway.
   *
   * @param endpoint what calls go to, as a message names it
   */
  Ec2Calls(String endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /**
   * Makes a call that changes nothing, within the deadline of the RPC on this thread, and within 30
   * s on any.
   *
   * @param action EC2's name for it
   * @param call is given the time limit to put into its request
   * @throws Ec2Refusal when EC2 answers with an error
   * @throws Failure.TimedOut when it does not answer in time
   * @throws Failure.Unavailable when it cannot be reached
   */
  <T> T ask(String action, Call<T> call) {
    return run(action, "; ask again", call);
  }

  /** The same for a call that changes something: without an answer it may have been done. */
  <T> T change(String action, Call<T> call) {
    return run(action, "; it may have been done, ask again", call);
  }

  private <T> T run(String action, String withoutAnswer, Call<T> call) {
    Instant begun = clock.instant();
    Duration left = AnswerableDeadline.current(LONGEST, clock).left(clock);
    if (!left.isPositive()) {
      throw new Failure.TimedOut(
          "no time was left to ask EC2 for %s, so it was not asked; ask again".formatted(action));
    }
    try {
      return call.within(limit -> limit.apiCallTimeout(left));
    } catch (AwsServiceException answered) {
      throw isOfEc2(answered) ? refusal(action, answered) : withoutCredentials(action, answered);
    } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException slow) {
      throw new Failure.TimedOut(
          "EC2 at %s did not answer %s within %d ms%s"
              .formatted(
                  endpoint,
                  action,
                  Duration.between(begun, clock.instant()).toMillis(),
                  withoutAnswer),
          slow);
    } catch (AbortedException stopped) {
      throw new Failure.Unavailable("stopped while asking EC2 for " + action, stopped);
    } catch (SdkClientException unreached) {
      throw unreached(action, unreached);
    }
  }

  private static Ec2Refusal refusal(String action, AwsServiceException answered) {
    // An answer that is no EC2 error document, as a proxy may give, has neither code nor message.
    Optional<AwsErrorDetails> details = Optional.ofNullable(answered.awsErrorDetails());
    return new Ec2Refusal(
        action,
        details.map(AwsErrorDetails::errorCode).orElse(""),
        answered.statusCode(),
        // The SDK counts the requests it sent; where it does not say, more than one is assumed.
        !Objects.equals(answered.numAttempts(), 1),
        details
            .map(AwsErrorDetails::errorMessage)
            .filter(message -> !message.isBlank())
            .orElse("HTTP status " + answered.statusCode()),
        answered);
  }

  private Failure unreached(String action, SdkClientException unreached) {
    String said = String.valueOf(unreached.getMessage());
    if (said.contains("credentials")) {
      return withoutCredentials(action, unreached);
    }
    String root = root(unreached);
    return new Failure.Unavailable(
        "EC2 at %s did not answer %s (%s%s); ask again"
            .formatted(endpoint, action, root, protocol(root)),
        unreached);
  }

  /** What the JDK says when it speaks to a server of the other kind. */
  private String protocol(String root) {
    boolean secure = endpoint.startsWith("https:");
    boolean other =
        Stream.of(
                "Unsupported or unrecognized SSL message",
                "Remote host terminated the handshake",
                "Invalid Http response",
                "Unexpected end of file from server")
            .anyMatch(root::contains);
    return other && endpoint.contains("://")
        ? secure
            ? "; it seems to speak http and not https"
            : "; it seems to speak https and not http"
        : "";
  }

  private static Failure withoutCredentials(String action, SdkException reason) {
    return new Failure.Unauthenticated(
        "no AWS credentials for %s: %s; give the driver a role or a key"
            .formatted(action, reason.getMessage()),
        reason);
  }

  /** Credentials may come from another service, which says its own no. */
  private static boolean isOfEc2(AwsServiceException answered) {
    return Optional.ofNullable(answered.awsErrorDetails())
        .map(AwsErrorDetails::serviceName)
        .map(name -> name.equalsIgnoreCase("ec2"))
        .orElse(true);
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  /** One call that takes a time limit. */
  @FunctionalInterface
  interface Call<T> {
    T within(Consumer<AwsRequestOverrideConfiguration.Builder> limit);
  }
}
