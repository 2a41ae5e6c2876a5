package example.ebs.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The states of the emulator's volumes, for waits that look again and again: each call of the AWS
 * CLI takes half a second of a processor, and would slow down what is waited for.
 */
final class Ec2States implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Supplier<String> endpoint;

  Ec2States(Supplier<String> endpoint) {
    this.endpoint = endpoint;
  }

  /** The state of each volume for which a filter of DescribeVolumes has that value, by its id. */
  Map<String, String> where(String filter, String value) {
    String query =
        "/?Action=DescribeVolumes&Version=2016-11-15&Filter.1.Name=%s&Filter.1.Value.1=%s"
            .formatted(encoded(filter), encoded(value));
    NodeList volumes = parse(get(query)).getElementsByTagName("volumeSet").item(0).getChildNodes();
    return IntStream.range(0, volumes.getLength())
        .mapToObj(volumes::item)
        .filter(Element.class::isInstance)
        .collect(Collectors.toMap(each -> child(each, "volumeId"), each -> child(each, "status")));
  }

  private byte[] get(String query) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.get() + query)).timeout(LIMIT).build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new AssertionError(
            "the emulator refused it: " + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer.body();
    } catch (IOException unanswered) {
      throw new UncheckedIOException("the emulator does not answer", unanswered);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static Element parse(byte[] xml) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(xml))
          .getDocumentElement();
    } catch (SAXException | IOException | ParserConfigurationException unreadable) {
      throw new AssertionError(
          "no XML from DescribeVolumes: " + new String(xml, StandardCharsets.UTF_8), unreadable);
    }
  }

  /** Not of an attachment, which has a volumeId and a status as well. */
  private static String child(Node volume, String name) {
    NodeList children = volume.getChildNodes();
    return IntStream.range(0, children.getLength())
        .mapToObj(children::item)
        .filter(each -> each.getNodeName().equals(name))
        .map(Node::getTextContent)
        .findFirst()
        .orElseThrow(() -> new AssertionError("a volume without " + name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
