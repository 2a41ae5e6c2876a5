package example.ebs.csi.kubernetes;

import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A pod's own way to the API server of its cluster.
 *
 * @param server such as {@code https://10.96.0.1:443}
 * @param folder with the files {@code token} and {@code ca.crt}; the token is read when it is used,
 *     because the kubelet replaces it
 */
public record ServiceAccount(URI server, Path folder) {
  private static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final String PORT = "KUBERNETES_SERVICE_PORT";

  /**
   * As every pod finds it.
   *
   * @throws Failure.PreconditionFailed outside of a pod
   */
  public static ServiceAccount ofPod(Map<String, String> environment) {
    String host = environment.getOrDefault(HOST, "");
    String port = environment.getOrDefault(PORT, "443");
    if (host.isEmpty()) {
      throw new Failure.PreconditionFailed(
          "the API server of the cluster cannot be asked: this is no pod, for %s is not set"
              .formatted(HOST));
    }
    String name = host.contains(":") ? "[" + host + "]" : host;
    return new ServiceAccount(URI.create("https://" + name + ":" + port), FOLDER);
  }

  BearerToken token() {
    try {
      return new BearerToken(Files.readString(folder.resolve("token")).strip());
    } catch (IOException unreadable) {
      throw unreadable("token", unreadable);
    }
  }

  /** Trusts the cluster's own certificate authority, and nobody else. */
  SSLContext trust() {
    try (InputStream file = Files.newInputStream(folder.resolve("ca.crt"))) {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        authorities.setCertificateEntry("ca-" + count++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException unreadable) {
      throw unreadable("ca.crt", unreadable);
    }
  }

  private Failure unreadable(String file, Exception cause) {
    return new Failure.PreconditionFailed(
        "the service account's %s cannot be read (%s); does the pod mount its token (automountServiceAccountToken)?"
            .formatted(folder.resolve(file), cause.getMessage()),
        cause);
  }
}
