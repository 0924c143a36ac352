/** DynamoDB: items, conditions, updates, statements, transactions, and what they consume. */
package dev.postern.bench.stub.dynamodb;
