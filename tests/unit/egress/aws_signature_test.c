/* egress/aws_signature.h against the examples that AWS publishes: the test suite of version 4, and
   the requests to S3 in its API reference. */
#include "egress/aws_signature.h"

#include "text_check.h"

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

enum { LIMIT_EXAMPLE_HEADERS = 6 };

static const struct {
    const char *name, *service, *access_key, *secret_key;
    int64_t now_ms;
    const char *method, *path, *query, *body_hash;
    struct {
        const char *name, *value;
    } headers[LIMIT_EXAMPLE_HEADERS];
    const char *signature;
} examples[] = {
    { "get-vanilla",
      "service",
      "AKIDEXAMPLE",
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      1440938160000,
      "GET",
      "/",
      "",
      AWS_EMPTY_HASH,
      { { "host", "example.amazonaws.com" }, { "x-amz-date", "20150830T123600Z" } },
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
    { "get-vanilla-query-order-key-case",
      "service",
      "AKIDEXAMPLE",
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      1440938160000,
      "GET",
      "/",
      "Param1=value1&Param2=value2",
      AWS_EMPTY_HASH,
      { { "host", "example.amazonaws.com" }, { "x-amz-date", "20150830T123600Z" } },
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500" },
    { "post-vanilla",
      "service",
      "AKIDEXAMPLE",
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      1440938160000,
      "POST",
      "/",
      "",
      AWS_EMPTY_HASH,
      { { "host", "example.amazonaws.com" }, { "x-amz-date", "20150830T123600Z" } },
      "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b" },
    { "S3: GET object",
      "s3",
      "AKIAIOSFODNN7EXAMPLE",
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      1369353600000,
      "GET",
      "/test.txt",
      "",
      AWS_EMPTY_HASH,
      { { "host", "examplebucket.s3.amazonaws.com" },
        { "range", "bytes=0-9" },
        { "x-amz-content-sha256", AWS_EMPTY_HASH },
        { "x-amz-date", "20130524T000000Z" } },
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41" },
    { "S3: PUT object",
      "s3",
      "AKIAIOSFODNN7EXAMPLE",
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      1369353600000,
      "PUT",
      "/test%24file.text",
      "",
      "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
      { { "date", "Fri, 24 May 2013 00:00:00 GMT" },
        { "host", "examplebucket.s3.amazonaws.com" },
        { "x-amz-content-sha256",
          "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072" },
        { "x-amz-date", "20130524T000000Z" },
        { "x-amz-storage-class", "REDUCED_REDUNDANCY" } },
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd" },
    { "S3: GET bucket lifecycle",
      "s3",
      "AKIAIOSFODNN7EXAMPLE",
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      1369353600000,
      "GET",
      "/",
      "lifecycle=",
      AWS_EMPTY_HASH,
      { { "host", "examplebucket.s3.amazonaws.com" },
        { "x-amz-content-sha256", AWS_EMPTY_HASH },
        { "x-amz-date", "20130524T000000Z" } },
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
    { "S3: list objects",
      "s3",
      "AKIAIOSFODNN7EXAMPLE",
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      1369353600000,
      "GET",
      "/",
      "max-keys=2&prefix=J",
      AWS_EMPTY_HASH,
      { { "host", "examplebucket.s3.amazonaws.com" },
        { "x-amz-content-sha256", AWS_EMPTY_HASH },
        { "x-amz-date", "20130524T000000Z" } },
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7" },
};

static void signs_as_the_published_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct http_header headers[LIMIT_EXAMPLE_HEADERS];
        struct secret *secret = secret_from_bytes(text_from(examples[i].secret_key));
        const struct aws_keys keys = { .access_key = text_from(examples[i].access_key),
                                       .secret_key = secret,
                                       .region = T("us-east-1"),
                                       .service = text_from(examples[i].service) };
        struct aws_request request = { .method = text_from(examples[i].method),
                                       .path = text_from(examples[i].path),
                                       .query = text_from(examples[i].query),
                                       .headers = headers,
                                       .body_hash = text_from(examples[i].body_hash),
                                       .now_ms = examples[i].now_ms };
        struct text value;

        for (size_t h = 0; h < LIMIT_EXAMPLE_HEADERS && examples[i].headers[h].name; h++)
            headers[request.header_count++] =
                (struct http_header){ text_from(examples[i].headers[h].name),
                                      text_from(examples[i].headers[h].value) };
        value = aws_authorization(&arena, &keys, &request);
        if (!text_ends_with(value, text_from(examples[i].signature)))
            fail_msg("%s: %.*s", examples[i].name, TEXT_ARG(value));
        secret_free(secret);
    }
}

static void writes_the_whole_header(void **state)
{
    struct secret *secret = secret_from_bytes(T("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
    const struct aws_keys keys = { T("AKIDEXAMPLE"), secret, T("us-east-1"), T("service") };
    const struct http_header headers[] = { { T("host"), T("example.amazonaws.com") },
                                           { T("x-amz-date"), T("20150830T123600Z") } };
    const struct aws_request request = { .method = T("GET"),
                                         .path = T("/"),
                                         .headers = headers,
                                         .header_count = 2,
                                         .body_hash = T(AWS_EMPTY_HASH),
                                         .now_ms = 1440938160000 };

    (void)state;
    assert_text(
        aws_authorization(&arena, &keys, &request),
        T("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
          "SignedHeaders=host;x-amz-date, "
          "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
    assert_text(text_from(aws_time_text(1440938160000).at), T("20150830T123600Z"));
    secret_free(secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_as_the_published_examples),
        cmocka_unit_test(writes_the_whole_header),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
