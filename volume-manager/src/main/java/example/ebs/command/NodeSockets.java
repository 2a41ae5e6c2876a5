package example.ebs.command;

import example.ebs.csi.health.HttpEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a node process serves the drivers that it has, of which at least one is there. */
record NodeSockets(
    Optional<DriverSocket> ebs, Optional<DriverSocket> local, Optional<HttpEndpoint> http) {
  List<DriverSocket> all() {
    return Stream.of(ebs, local).flatMap(Optional::stream).toList();
  }
}
