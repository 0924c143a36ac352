package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.subscription.Letter;
import dev.postern.subscription.Letters;
import dev.postern.subscription.LettersContract;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbLettersTest extends LettersContract {
  private final Letters letters = new DynamoDbLetters(SharedTable.TABLE);

  @Override
  protected Letters letters() {
    return letters;
  }

  @Test
  void nothingIsLeftOfWhatIsRemoved() {
    Letter letter = longest("a", 1);
    letters.keep(letter).toCompletableFuture().join();
    assertThat(parts(letter)).isEqualTo(3);
    letters.remove(name, letter.place()).toCompletableFuture().join();
    assertThat(parts(letter)).isZero();
  }

  @Test
  void aLetterThatLacksAPartIsNotThere() {
    Letter letter = longest("a", 1);
    letters.keep(letter).toCompletableFuture().join();
    Map<String, AttributeValue> part = Key.letterPart(name, letter.place(), 2).attributes();
    SharedTable.TABLE
        .client()
        .deleteItem(delete -> delete.tableName(SharedTable.TABLE.name()).key(part))
        .join();
    assertThat(letters.find(name, letter.place()).toCompletableFuture().join()).isEmpty();
  }

  private int parts(Letter letter) {
    AttributeValue pk = Item.string(Key.letterPart(name, letter.place(), 0).pk());
    return SharedTable.TABLE
        .client()
        .query(
            query ->
                query
                    .tableName(SharedTable.TABLE.name())
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", pk)))
        .join()
        .count();
  }
}
