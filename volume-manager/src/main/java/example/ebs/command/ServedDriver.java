package example.ebs.command;

import io.grpc.BindableService;
import java.util.List;

/**
 * A driver as a process serves it.
 *
 * @param services besides Identity, which every driver has
 */
record ServedDriver(DriverSocket socket, List<BindableService> services) {
  ServedDriver {
    services = List.copyOf(services);
  }
}
