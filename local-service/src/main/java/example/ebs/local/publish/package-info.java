/** Local volumes appear at the target paths of workloads. */
@NullMarked
package example.ebs.local.publish;

import org.jspecify.annotations.NullMarked;
