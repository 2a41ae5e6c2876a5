/** Kubernetes loops over a CSI controller. */
@NullMarked
package example.ebs.provisioner;

import org.jspecify.annotations.NullMarked;
