package example.ebs.provisioner;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.server.InProcessServer;
import example.ebs.csi.time.Waiting;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.Volume;
import example.ebs.provisioner.csi.CsiController;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A CSI driver that keeps its volumes in memory, served in process as a real one is.
 *
 * <p>Remembers every request, and what tests want to go wrong goes wrong: before the driver does
 * anything, or after it has done it and the reply is lost.
 */
public final class FakeDriver implements AutoCloseable {
  private static final Set<RPC.Type> EVERYTHING =
      EnumSet.of(
          RPC.Type.CREATE_DELETE_VOLUME,
          RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
          RPC.Type.SINGLE_NODE_MULTI_WRITER,
          RPC.Type.LIST_VOLUMES,
          RPC.Type.LIST_VOLUMES_PUBLISHED_NODES);

  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Set<String>> nodes = new LinkedHashMap<>();
  private final Map<Class<?>, Deque<Runnable>> before = new LinkedHashMap<>();
  private final Map<Class<?>, Deque<Runnable>> after = new LinkedHashMap<>();
  private final List<Object> requests = new ArrayList<>();
  private UnaryOperator<CreateVolumeResponse> answer = UnaryOperator.identity();
  private Runnable always = () -> {};
  private final InProcessServer server;
  private final CsiController controller;

  private FakeDriver(String name, Set<RPC.Type> capabilities) {
    server =
        InProcessServer.start(
            List.of(new FakeIdentity(name), new FakeControllerService(this, capabilities)),
            List.of());
    controller =
        CsiController.connect(
            server.channel(), "the fake driver", Waiting.real(), Duration.ofSeconds(10));
  }

  /** A driver that can all that the loops use. */
  public static FakeDriver named(String name) {
    return new FakeDriver(name, EVERYTHING);
  }

  public static FakeDriver without(String name, RPC.Type... missing) {
    Set<RPC.Type> capabilities = EnumSet.copyOf(EVERYTHING);
    capabilities.removeAll(List.of(missing));
    return new FakeDriver(name, capabilities);
  }

  public static FakeDriver with(String name, RPC.Type more) {
    Set<RPC.Type> capabilities = EnumSet.copyOf(EVERYTHING);
    capabilities.add(more);
    return new FakeDriver(name, capabilities);
  }

  /** To the driver, as to a real one. */
  public Channel channel() {
    return server.channel();
  }

  public CsiController controller() {
    return controller;
  }

  /** The next such request that has nothing planned yet fails, and nothing is done. */
  public synchronized void fail(Class<?> request, Failure failure) {
    before(
        request,
        () -> {
          throw failure;
        });
  }

  /** The next such request that has nothing planned yet is carried out, and its reply is lost. */
  public synchronized void loseReply(Class<?> request, Failure instead) {
    after
        .computeIfAbsent(request, _ -> new ArrayDeque<>())
        .add(
            () -> {
              throw instead;
            });
  }

  /** Runs before the next such request that has nothing planned yet; may throw. */
  public synchronized void before(Class<?> request, Runnable plan) {
    before.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(plan);
  }

  /** Runs before every request; may throw. */
  public synchronized void beforeEach(Runnable plan) {
    always = plan;
  }

  /** Changes what CreateVolume answers, such as the topology. */
  public synchronized void answer(UnaryOperator<CreateVolumeResponse> change) {
    answer = change;
  }

  /** All requests of one kind, in order. */
  public synchronized <T> List<T> requests(Class<T> kind) {
    return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What exists now. */
  public synchronized List<Volume> volumes() {
    return List.copyOf(volumes.values());
  }

  /** The nodes that have the volume now. */
  public synchronized Set<String> nodes(String volume) {
    return Set.copyOf(nodes.getOrDefault(volume, Set.of()));
  }

  /** Makes a volume as somebody else would. */
  public synchronized void addVolume(String id, long bytes) {
    volumes.put(id, Volume.newBuilder().setVolumeId(id).setCapacityBytes(bytes).build());
  }

  public synchronized void loseVolume(String id) {
    volumes.remove(id);
    nodes.remove(id);
  }

  /** Attaches as somebody else would, whatever else the volume is attached to. */
  public synchronized void attach(String volume, String node) {
    nodes.computeIfAbsent(volume, _ -> new LinkedHashSet<>()).add(node);
  }

  /** Detaches as somebody else would. */
  public synchronized void detach(String volume, String node) {
    nodes.getOrDefault(volume, new LinkedHashSet<>()).remove(node);
  }

  synchronized void received(Object request) {
    requests.add(request);
    always.run();
    run(before, request);
  }

  synchronized void done(Object request) {
    run(after, request);
  }

  synchronized CreateVolumeResponse create(String name, Volume wanted) {
    String id = names.computeIfAbsent(name, _ -> "vol-%017x".formatted(names.size() + 1));
    Volume volume = volumes.computeIfAbsent(id, _ -> wanted.toBuilder().setVolumeId(id).build());
    return answer.apply(CreateVolumeResponse.newBuilder().setVolume(volume).build());
  }

  synchronized void delete(String id) {
    if (!nodes(id).isEmpty()) {
      throw new Failure.InUse("volume %s is attached to %s".formatted(id, nodes(id)));
    }
    volumes.remove(id);
    names.values().remove(id);
  }

  synchronized void publish(String id, String node, boolean onOneNodeOnly) {
    if (!volumes.containsKey(id)) {
      throw new Failure.NotFound("volume " + id + " does not exist");
    }
    Optional<String> other =
        nodes(id).stream().filter(holder -> onOneNodeOnly && !holder.equals(node)).findFirst();
    if (other.isPresent()) {
      throw new Failure.PreconditionFailed(
          "volume %s is attached to node %s".formatted(id, other.get()));
    }
    attach(id, node);
  }

  private static void run(Map<Class<?>, Deque<Runnable>> plans, Object request) {
    Optional.ofNullable(plans.get(request.getClass())).map(Deque::poll).ifPresent(Runnable::run);
  }

  @Override
  public void close() {
    server.close();
  }
}
