/** Queues of objects to look at, the threads that do, and the lease that says who may. */
@NullMarked
package example.ebs.provisioner.loop;

import org.jspecify.annotations.NullMarked;
