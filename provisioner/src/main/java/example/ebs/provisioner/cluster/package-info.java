/** What the cluster holds, watched once for all loops, and how single fields of it are changed. */
@NullMarked
package example.ebs.provisioner.cluster;

import org.jspecify.annotations.NullMarked;
