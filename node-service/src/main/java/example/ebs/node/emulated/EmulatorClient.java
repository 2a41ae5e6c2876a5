package example.ebs.node.emulated;

import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * EC2's Query API by plain form posts, for an emulator that checks no signatures: a node process
 * without the AWS SDK stays small.
 *
 * @param endpoint such as {@code http://ebs-emulator:4580}
 */
public record EmulatorClient(URI endpoint) {
  private static final String VERSION = "2016-11-15";
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 10_000;

  /**
   * Asks once.
   *
   * @throws IOException when it does not answer, or has an accident of its own
   * @throws Failure.PreconditionFailed when it refuses
   */
  Ec2Answer ask(String action, Map<String, String> parameters) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setDoOutput(true);
    connection.getOutputStream().write(form(action, parameters).getBytes(StandardCharsets.UTF_8));
    int status = connection.getResponseCode();
    try (InputStream body = body(connection, status)) {
      Ec2Answer answer = Ec2Answer.read(body);
      if (status != HttpURLConnection.HTTP_OK) {
        throw refused(action, status, answer);
      }
      return answer;
    } finally {
      connection.disconnect();
    }
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    return status == HttpURLConnection.HTTP_OK
        ? connection.getInputStream()
        : Optional.ofNullable(connection.getErrorStream()).orElseGet(InputStream::nullInputStream);
  }

  private Failure refused(String action, int status, Ec2Answer answer) throws IOException {
    String said =
        answer.first("Errors/Error/Code").orElse("status " + status)
            + ": "
            + answer.first("Errors/Error/Message").orElse("nothing more");
    if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
      throw new IOException(said);
    }
    return new Failure.PreconditionFailed(
        "the emulator at %s refuses %s: %s".formatted(endpoint, action, said));
  }

  private static String form(String action, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("Action", action);
    all.put("Version", VERSION);
    return all.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
