package example.ebs.emulator;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/** The AWS SDK, pointed at an emulator. */
final class Clients {
  private Clients() {}

  static Ec2Client of(Emulator emulator) {
    return builder(emulator).build();
  }

  static Ec2Client withoutRetries(Emulator emulator) {
    return builder(emulator)
        .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private static Ec2ClientBuilder builder(Emulator emulator) {
    return Ec2Client.builder()
        .endpointOverride(emulator.endpoint())
        .region(Region.US_EAST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }
}
