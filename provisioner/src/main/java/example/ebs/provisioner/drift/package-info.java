/** What Kubernetes says is attached, compared with what the driver says, and put right. */
@NullMarked
package example.ebs.provisioner.drift;

import org.jspecify.annotations.NullMarked;
