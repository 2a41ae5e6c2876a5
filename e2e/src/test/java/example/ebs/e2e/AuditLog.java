package example.ebs.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The API server's notes of every request of the driver's service accounts. */
record AuditLog(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DECISION = "authorization.k8s.io/decision";

  /**
   * One request, when it was answered.
   *
   * @param forbidden by the account's rights; something else may forbid it too, such as that its
   *     namespace is being deleted
   */
  record Request(Right right, boolean forbidden, String when) {}

  /** The requests so far, as far as they are about objects. */
  List<Request> requests() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(AuditLog::parse).flatMap(Optional::stream).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the audit log " + file, unreadable);
    }
  }

  private static Optional<Request> parse(String line) {
    try {
      JsonNode request = JSON.readTree(line);
      JsonNode object = request.path("objectRef");
      return object.isMissingNode()
          ? Optional.empty()
          : Optional.of(
              new Request(
                  right(request, object),
                  request.path("annotations").path(DECISION).asText().equals("forbid"),
                  request.path("requestReceivedTimestamp").asText()));
    } catch (JsonProcessingException unfinished) {
      // The last line may be half written.
      return Optional.empty();
    }
  }

  private static Right right(JsonNode request, JsonNode object) {
    String user = request.path("user").path("username").asText();
    String subresource = object.path("subresource").asText();
    return new Right(
        user.substring(user.lastIndexOf(':') + 1),
        request.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource));
  }
}
