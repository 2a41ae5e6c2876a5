package example.ebs.e2e;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test the cluster with a namespace of its own, deleted at the end, when no volume may
 * be left. After a failure it prints, before anything is deleted, what a person would look at.
 */
final class OnCluster implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(OnCluster.class);
  private static final int LONGEST_NAME = 40;

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(STORE).put(Cluster.class, Cluster.connect(namespace(context)));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Cluster cluster = cluster(context);
    context.getStore(STORE).remove(Cluster.class);
    try (cluster) {
      if (context.getExecutionException().filter(OnCluster::isFailure).isPresent()) {
        new Diagnosis(cluster, System.out).print();
      }
      deleteAll(cluster);
    }
  }

  private static boolean isFailure(Throwable end) {
    return !(end instanceof TestAbortedException);
  }

  /** What does not go away is a failure like any other. */
  private static void deleteAll(Cluster cluster) {
    try {
      cluster.deleteAll();
    } catch (AssertionError | RuntimeException left) {
      new Diagnosis(cluster, System.out).print();
      throw left;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  private static Cluster cluster(ExtensionContext context) {
    return Objects.requireNonNull(
        context.getStore(STORE).get(Cluster.class, Cluster.class), "no cluster was connected");
  }

  /** The test's name in the form that Kubernetes allows, so that a left one can be told. */
  private static String namespace(ExtensionContext context) {
    String name =
        context
            .getRequiredTestMethod()
            .getName()
            .replaceAll("([A-Z])", "-$1")
            .toLowerCase(Locale.ROOT);
    return "e2e-"
        + name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceAll("-$", "")
        + "-"
        + UUID.randomUUID().toString().substring(0, 5);
  }
}
