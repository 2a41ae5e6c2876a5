package example.ebs.provisioner;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects as a Kubernetes API server does, and remembers who wrote what.
 *
 * <p>Also breaks, before a write or after it when its reply is lost. Once every write breaks, what
 * a reconciler does has no effect any more, as if it had died.
 */
public final class FakeApi extends KubernetesCrudDispatcher {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String BY_NODE = "?fieldSelector=spec.nodeName%3D";

  private final List<String> writes = new ArrayList<>();
  private int watches;
  private Runnable beforeEach = () -> {};
  private Runnable afterEach = () -> {};
  private Predicate<String> forbidden = _ -> false;

  /** The changes so far, such as {@code PATCH /api/v1/persistentvolumes/pv-1}. */
  public synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  /** How many watches were ever begun. */
  public synchronized int watches() {
    return watches;
  }

  public synchronized void forget() {
    writes.clear();
  }

  /**
   * Runs before each write; when it throws, nothing is written: with a KubernetesClientException's
   * own code.
   */
  public synchronized void beforeEach(Runnable plan) {
    beforeEach = plan;
  }

  /** Runs after each write, before its reply; what it throws is the reply's loss. */
  public synchronized void afterEach(Runnable plan) {
    afterEach = plan;
  }

  /** Reading what the path says so of is answered with 403, as where a right is missing. */
  public synchronized void forbidReading(Predicate<String> path) {
    forbidden = path;
  }

  /** Nothing is there any more, nothing was ever written, and nothing breaks. */
  public synchronized void clear() {
    beforeEach = () -> {};
    afterEach = () -> {};
    forbidden = _ -> false;
    List.copyOf(getMap().keySet()).forEach(each -> processEvent("", each, each, null, null));
    writes.clear();
  }

  /** The object is there as it is, and no watch has told so yet; until the next {@link #clear}. */
  public synchronized void putUnseen(String path, HasMetadata object) {
    getMap().keySet().removeIf(each -> each.matches(getKey(path)));
    getMap().put(getKey(path), Serialization.asJson(object));
  }

  /** Every object that is there now. */
  public Stream<GenericKubernetesResource> objects() {
    return List.copyOf(getMap().values()).stream()
        .map(json -> Serialization.unmarshal(json, GenericKubernetesResource.class));
  }

  /** The objects of one kind that are there now. */
  public <T extends HasMetadata> List<T> objects(Class<T> type) {
    return objects()
        .filter(object -> object.getKind().equals(HasMetadata.getKind(type)))
        .map(object -> Serialization.unmarshal(Serialization.asJson(object), type))
        .toList();
  }

  /**
   * Waits until what is there is as wished, which it looks at after each write.
   *
   * <p>A test that watches instead holds up this server: after a watch that ends, the others may
   * hear nothing for 30 s.
   */
  public synchronized void await(String what, BooleanSupplier wished) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!wished.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited %s for %s".formatted(LONGEST, what));
      }
      NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public MockResponse handlePatch(RecordedRequest request) {
    return write(request, () -> patched(request));
  }

  @Override
  public MockResponse handleUpdate(RecordedRequest request) {
    return write(request, () -> super.handleUpdate(request));
  }

  @Override
  public MockResponse handleCreate(RecordedRequest request) {
    return write(request, () -> super.handleCreate(request));
  }

  @Override
  public MockResponse handleDelete(String path) {
    return write("DELETE " + path, () -> super.handleDelete(path));
  }

  /** With the preconditions of a deletion, of which the server it comes from knows none. */
  @Override
  public MockResponse dispatch(RecordedRequest request) {
    return request.method() == HttpMethod.DELETE && !isThatObject(request)
        ? answer(409, new IllegalStateException("it is another object by now"))
        : super.dispatch(request);
  }

  private boolean isThatObject(RecordedRequest request) {
    Preconditions wanted =
        Optional.ofNullable(request.getUtf8Body())
            .filter(body -> !body.isEmpty())
            .map(body -> Serialization.unmarshal(body, DeleteOptions.class).getPreconditions())
            .orElseGet(Preconditions::new);
    return Optional.ofNullable(findResource(getKey(request.getPath())))
        .map(found -> Serialization.unmarshal(found.getValue(), GenericKubernetesResource.class))
        .map(HasMetadata::getMetadata)
        .map(
            is ->
                fits(wanted.getUid(), is.getUid())
                    && fits(wanted.getResourceVersion(), is.getResourceVersion()))
        .orElse(true);
  }

  private static boolean fits(@Nullable String wanted, String is) {
    return Optional.ofNullable(wanted).map(is::equals).orElse(true);
  }

  /** Pods by node, which the server it comes from cannot select. */
  @Override
  public synchronized MockResponse handleGet(String path) {
    if (forbidden.test(path)) {
      return answer(403, new IllegalStateException("forbidden: " + path));
    }
    int query = path.indexOf(BY_NODE);
    if (query < 0) {
      return super.handleGet(path);
    }
    String node = path.substring(query + BY_NODE.length());
    MockResponse all = super.handleGet(path.substring(0, query));
    PodList pods = Serialization.unmarshal(all.getBody().readUtf8(), PodList.class);
    pods.getItems().removeIf(pod -> !node.equals(pod.getSpec().getNodeName()));
    return new MockResponse().setResponseCode(200).setBody(Serialization.asJson(pods));
  }

  @Override
  public synchronized MockResponse handleWatch(String path) {
    watches++;
    return super.handleWatch(path);
  }

  private MockResponse patched(RecordedRequest request) {
    MockResponse before = super.handleGet(request.getPath());
    try {
      MockResponse answer = super.handlePatch(request);
      // Kubernetes answers with the object also when the patch let it go.
      return answer.getBody() == null || answer.getBody().size() == 0 ? before : answer;
    } catch (RuntimeException unfit) {
      // A patch whose test does not hold; the server it comes from would leave its caller waiting.
      return answer(422, unfit);
    }
  }

  private MockResponse write(RecordedRequest request, Supplier<MockResponse> work) {
    return write(request.method() + " " + request.getPath(), work);
  }

  private synchronized MockResponse write(String what, Supplier<MockResponse> work) {
    try {
      beforeEach.run();
      MockResponse answer = work.get();
      writes.add(what);
      notifyAll();
      afterEach.run();
      return answer;
    } catch (KubernetesClientException refused) {
      return answer(refused.getCode(), refused);
    } catch (IllegalStateException | Failure broken) {
      return answer(500, broken);
    }
  }

  private static MockResponse answer(int code, RuntimeException why) {
    Status status =
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withMessage(why.getMessage())
            .build();
    return new MockResponse().setResponseCode(code).setBody(Serialization.asJson(status));
  }
}
