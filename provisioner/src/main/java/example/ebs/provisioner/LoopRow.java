package example.ebs.provisioner;

import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that there is to say of a loop.
 *
 * @param name by which log lines and metrics call it
 * @param reconciler looks at one object
 * @param watch has the loop told of what it is to look at; called before the cluster's watches
 *     start
 * @param all what it looks at when it starts, and again twice an hour; asked after the watches have
 *     started, and before any row below this one starts
 */
record LoopRow(
    String name,
    Reconciler reconciler,
    Consumer<ReconcileLoop> watch,
    Supplier<? extends Collection<ObjectKey>> all) {}
