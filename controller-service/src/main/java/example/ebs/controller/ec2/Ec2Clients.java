package example.ebs.controller.ec2;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.server.HttpAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/** Opens EC2: region, credentials, endpoint, time limits and retries of the SDK's client. */
public final class Ec2Clients {
  private static final int ATTEMPTS = 4;
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /**
   * An attempt that takes this long is lost; another may reach a server that answers. Repeating is
   * safe: a creation has its token, and the other changes are of a state that is there or not.
   */
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  private static final BackoffStrategy PAUSE =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final BackoffStrategy THROTTLED_PAUSE =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(10));

  private Ec2Clients() {}

  /**
   * Opens EC2; what is empty comes from the SDK's own variables, files and chain.
   *
   * @param credentials to use in place of the chain
   * @throws Failure.PreconditionFailed when a setting is missing, such as the region
   */
  public static Ec2 open(
      Optional<URI> endpoint, Optional<String> region, Optional<Credentials> credentials) {
    return open(endpoint, region, credentials, ATTEMPT);
  }

  /**
   * The same with another limit.
   *
   * @param attempt after which an attempt is given up
   */
  static Ec2 open(
      Optional<URI> endpoint,
      Optional<String> region,
      Optional<Credentials> credentials,
      Duration attempt) {
    keepConnections();
    Ec2ClientBuilder builder =
        Ec2Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(attempt.plusSeconds(1)))
            .overrideConfiguration(
                configuration ->
                    configuration.apiCallAttemptTimeout(attempt).retryStrategy(retries()));
    endpoint.ifPresent(builder::endpointOverride);
    region.map(Region::of).ifPresent(builder::region);
    credentials
        .map(key -> AwsBasicCredentials.create(key.id(), key.secret()))
        .map(StaticCredentialsProvider::create)
        .ifPresent(builder::credentialsProvider);
    Ec2Client client = build(builder);
    return new Ec2(client, name(client, endpoint), Clock.systemUTC());
  }

  /**
   * The JDK keeps five connections and opens, with a handshake, one for each other of a hundred
   * calls at once; it has no other switch.
   */
  private static void keepConnections() {
    String property = "http.maxConnections";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "100");
    }
  }

  private static Ec2Client build(Ec2ClientBuilder builder) {
    try {
      return builder.build();
      // The SDK reports some of what it cannot read in files as it happens to meet it.
    } catch (RuntimeException unusable) {
      throw unusable(unusable);
    }
  }

  private static Failure unusable(RuntimeException unusable) {
    String said = String.valueOf(unusable.getMessage());
    return new Failure.PreconditionFailed(
        said.contains("Unable to load region")
            ? "EC2 needs a region, and none was found: give --region, or set AWS_REGION,"
                + " AWS_DEFAULT_REGION or a region in the AWS profile"
            : "the AWS settings in variables and files cannot be used: " + said,
        unusable);
  }

  private static String name(Ec2Client client, Optional<URI> endpoint) {
    return endpoint
        .or(AwsSettings.ofProcess()::endpoint)
        .map(address -> HttpAddress.shown(address.toString()))
        .orElseGet(() -> client.serviceClientConfiguration().region().id());
  }

  /** The SDK's standard retries, but for an answer that a second try cannot change. */
  private static StandardRetryStrategy retries() {
    return DefaultRetryStrategy.standardStrategyBuilder()
        .useClientDefaults(false)
        .maxAttempts(ATTEMPTS)
        .backoffStrategy(PAUSE)
        .throttlingBackoffStrategy(THROTTLED_PAUSE)
        .retryOnException(Ec2Clients::mayHelp)
        .treatAsThrottling(
            failure ->
                failure instanceof SdkServiceException answer && answer.isThrottlingException())
        .build();
  }

  private static boolean mayHelp(Throwable failure) {
    return switch (failure) {
      case AwsServiceException answer ->
          !Ec2Failures.isSettled(code(answer))
              && (answer.statusCode() >= 500
                  || answer.isThrottlingException()
                  || answer.isClockSkewException());
      case RetryableException _, ApiCallAttemptTimeoutException _ -> true;
      case SdkClientException lost ->
          lost.retryable() || lost.getCause() instanceof java.io.IOException;
      default -> false;
    };
  }

  private static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null
        ? ""
        : String.valueOf(answer.awsErrorDetails().errorCode());
  }

  /**
   * A fixed pair of credentials.
   *
   * @param secret never printed
   */
  public record Credentials(String id, String secret) {
    @Override
    public String toString() {
      return "Credentials[not shown]";
    }
  }
}
