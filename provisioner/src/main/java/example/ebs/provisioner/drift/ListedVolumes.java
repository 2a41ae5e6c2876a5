package example.ebs.provisioner.drift;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ListVolumesRequest;
import example.ebs.proto.csi.ListVolumesResponse;
import example.ebs.provisioner.csi.CsiController;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the driver says of all its volumes. */
final class ListedVolumes {
  /** More pages than any account has; a driver whose tokens go in circles must not hang us. */
  private static final int MOST_PAGES = 10_000;

  private final CsiController controller;

  ListedVolumes(CsiController controller) {
    this.controller = controller;
  }

  /**
   * By volume, the ids of the nodes that have it.
   *
   * @throws Failure when the driver does not answer
   */
  Map<String, Set<String>> read() {
    Map<String, Set<String>> nodes = new HashMap<>();
    String token = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      ListVolumesResponse answer =
          controller.list(ListVolumesRequest.newBuilder().setStartingToken(token).build());
      answer
          .getEntriesList()
          .forEach(
              entry ->
                  nodes.put(
                      entry.getVolume().getVolumeId(),
                      Set.copyOf(entry.getStatus().getPublishedNodeIdsList())));
      token = answer.getNextToken();
      if (token.isEmpty()) {
        return nodes;
      }
    }
    throw new Failure.Internal(
        "the driver's ListVolumes does not end: it always names a next page");
  }
}
