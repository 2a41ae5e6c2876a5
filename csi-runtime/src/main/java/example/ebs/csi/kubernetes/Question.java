package example.ebs.csi.kubernetes;

import java.time.Duration;

/**
 * A GET of the API server.
 *
 * @param path with its query, such as {@code /api/v1/nodes/worker}
 * @param right that the service account needs for it, such as {@code get nodes}
 * @param limit how long the whole answer may take
 */
public record Question(String path, String right, Duration limit) {}
