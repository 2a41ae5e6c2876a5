/** The adapters to Amazon EC2; the AWS SDK is used nowhere else. */
@NullMarked
package example.ebs.controller.ec2;

import org.jspecify.annotations.NullMarked;
