package example.ebs.node.instance;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.server.HttpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The instance metadata service, version 2: every question carries a token.
 *
 * <p>Every method throws {@link Failure.Unavailable} when there is no good answer.
 *
 * @param endpoint such as {@code http://169.254.169.254}
 */
public record MetadataClient(URI endpoint) implements InstanceSource {
  private static final URI DEFAULT = URI.create("http://169.254.169.254");
  private static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
  private static final String METADATA = "/latest/meta-data/";
  private static final int CONNECT_MILLIS = 1_000;
  private static final int READ_MILLIS = 2_000;

  /** No list of an instance's volumes or network interfaces is longer. */
  private static final int LONGEST = 64 * 1024;

  /** Whether the environment forbids to ask it, in the words of the AWS SDKs. */
  public static boolean isDisabled(Map<String, String> environment) {
    return environment.getOrDefault("AWS_EC2_METADATA_DISABLED", "").equalsIgnoreCase("true");
  }

  /**
   * Where the environment says it is, under the name that the AWS SDKs use.
   *
   * @throws IllegalArgumentException naming the variable when it holds no address
   */
  public static MetadataClient fromEnvironment(Map<String, String> environment) {
    Optional<String> endpoint = Optional.ofNullable(environment.get(ENDPOINT));
    try {
      return new MetadataClient(endpoint.map(HttpAddress::parse).orElse(DEFAULT));
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(ENDPOINT + ": " + refused.getMessage(), refused);
    }
  }

  @Override
  public InstanceFacts facts() {
    return new InstanceFacts(
        new NodeId(get("instance-id")),
        new Zone(get("placement/availability-zone")),
        get("instance-type"));
  }

  /** Counts what the instance has: volumes as of its start, network interfaces as of now. */
  public AttachLimit attachLimit() {
    long volumes =
        get("block-device-mapping/").lines().filter(name -> name.startsWith("ebs")).count();
    long interfaces = get("network/interfaces/macs/").lines().count();
    return AttachLimit.ofNitro(Math.toIntExact(volumes), Math.toIntExact(interfaces));
  }

  private String get(String what) {
    String token = ask("PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "60");
    return ask("GET", METADATA + what, "X-aws-ec2-metadata-token", token);
  }

  private String ask(String method, String path, String header, String value) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) endpoint.resolve(path).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setRequestProperty(header, value);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      return answer(connection, path);
    } catch (IOException failed) {
      throw new Failure.Unavailable(
          "the instance metadata service at %s does not answer (%s); in a container its hop limit must be 2"
              .formatted(endpoint, failed.getMessage()),
          failed);
    }
  }

  private String answer(HttpURLConnection connection, String path) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new Failure.Unavailable(
          "the instance metadata service at %s answered %d to %s"
              .formatted(endpoint, status, path));
    }
    try (InputStream body = connection.getInputStream()) {
      byte[] read = body.readNBytes(LONGEST + 1);
      if (read.length > LONGEST) {
        throw new Failure.Unavailable(
            "what answers at %s for the instance metadata service has more than %d bytes at %s"
                .formatted(endpoint, LONGEST, path));
      }
      String text = new String(read, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new Failure.Unavailable(
            "the instance metadata service at %s has nothing at %s".formatted(endpoint, path));
      }
      return text;
    }
  }
}
