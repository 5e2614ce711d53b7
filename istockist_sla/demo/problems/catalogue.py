"""Products, prices, imports and reports."""

from istockist_sla.demo.problems.problem import Problem

CATALOGUE = [
    Problem(
        subject="Price list import stops at line {count}",
        report=(
            "The file is the same as each month, only the prices differ. The import says "
            "“finished” but everything after line {count} is unchanged."
        ),
        test="degraded",
        component="admin",
        question="Could you send us the file, or the twenty lines around it?",
        answer="I have attached them to a mail to you. {sku} is the first that is not taken.",
        team="development",
        brief="A quotation mark inside a product name ends the import without an error.",
        finding="The reader takes quotation marks now and an unreadable line is reported.",
        workaround="Take the quotation mark out of {sku} and upload again: then it goes through.",
        solution=(
            "The import reads names with quotation marks. We ran your file again: all lines are in."
        ),
    ),
    Problem(
        subject="Stock of {sku} is always zero in the shop",
        report=(
            "We have hundreds on the shelf and send the stock every hour. The shop says sold out "
            "for {product}."
        ),
        test="orders-partly",
        component="api",
        question="What does the answer to your stock call say for this product?",
        answer="It says accepted. No error at all.",
        team="development",
        brief="Stock of products with a leading zero in their number is written to another row.",
        finding="Numbers are kept as text from end to end now.",
        workaround=(
            "Set the stock by hand in the client admin; that value is kept until the next call."
        ),
        solution="Products whose number begins with a zero take their stock again.",
    ),
    Problem(
        subject="Sales report shows nothing after the 14th",
        report=(
            "The bars end in the middle of the month. Orders are there, so it is only the report. "
            "I need it for the meeting on Friday."
        ),
        test="read-only",
        component="reports",
        question="Is it the same when you choose the days by hand instead of This month?",
        answer="By hand it is the same.",
        team="operations",
        brief=(
            "The nightly summary has not run since the 14th. Please look at the disk of the report "
            "server."
        ),
        finding=(
            "The disk was full of old exports. Cleared, and the summary of the missing days is "
            "made."
        ),
        workaround="Use the export of orders as CSV for the days that are missing.",
        solution="The summary of the missing days has been made; the report is complete again.",
    ),
    Problem(
        subject="Product pictures load extremely slowly",
        report="Twenty seconds for a page of {product}. Yesterday it was one. Buyers give up.",
        test="degraded",
        component="admin",
        question="Is it slow for you in the admin as well, or only in the shop?",
        answer="In both. {colleague} sees the same from home.",
        team="operations",
        brief="Pictures of this client are served from the origin, not from the cache.",
        finding="A rule in the cache had been removed with the last change. It is back.",
        workaround="Pages that were opened once are fast; you can open the ten most used ones.",
        solution="Pictures come from the cache again. We measured under a second.",
    ),
    Problem(
        subject="Export of customers has broken umlauts and accents",
        report=(
            "Names such as Müller or Ó Briain look like MÃ¼ller in the file. Our mailing house "
            "sends it back."
        ),
        test="other",
        component="reports",
        question="Do you open the file in a spreadsheet, or is it read by a program?",
        answer=(
            "Opened in the spreadsheet, and the mailing house reads it by a program. Both show it."
        ),
        team="development",
        brief="The file says that it is in one encoding and is written in another.",
        finding="It is UTF-8 with a mark at its start now, which spreadsheets understand.",
        workaround="Choose the XLSX file instead of CSV: there the names are right.",
        solution="The CSV file carries its encoding now. Please fetch it once more.",
    ),
    Problem(
        subject="Search finds nothing for “{product}”",
        report=(
            "There are at least forty of them. With the number {sku} the product is found, by its "
            "name it is not."
        ),
        test="degraded",
        component="ordering",
        question="Is it only this word, or all words with a hyphen?",
        answer="All with a hyphen, I now see.",
        team="development",
        brief="Words with a hyphen are taken as “without the second half”.",
        finding="A hyphen inside a word is part of it.",
        workaround="Search without the hyphen, with a space in its place.",
        solution="Words with a hyphen are found again.",
    ),
    Problem(
        subject="Category page of {product} shows an error page",
        report="Since {time} the whole category is gone: “Something went wrong”. All others work.",
        test="orders-partly",
        component="ordering",
        question="Was something moved in the category tree today?",
        answer="{colleague} moved it below Seasonal at lunch.",
        team="development",
        brief="A category that was moved below its own child makes a circle.",
        finding="Such a move is refused now; the tree of this client is repaired.",
        workaround="Move the category back to the first level; it can be ordered from again.",
        solution="The category tree is repaired, and such a move is refused from now on.",
    ),
    Problem(
        subject="Tiered prices are not shown",
        report=(
            "The prices from 10 and from 50 pieces have gone from the product page. In the basket "
            "they are counted correctly."
        ),
        test="other",
        component="ordering",
        question="Is it for all customers, or only those with an own price list?",
        answer="Only with an own price list.",
        team="development",
        brief="The table of tiers is not asked for when the price comes from a list.",
        finding="It is shown for both kinds now.",
        workaround="The basket counts the right price: customers can see it there.",
        solution="Tiers are shown for customers with an own price list too.",
    ),
    Problem(
        subject="Weights are exported in pounds",
        report=(
            "The carrier refuses {count} labels: 40 kg for a box of {product}. The export gives "
            "pounds since this week."
        ),
        test="degraded",
        component="reports",
        question="Which language does the account have that runs the export?",
        answer="English (United States). Somebody changed it on Monday.",
        team="development",
        brief="The unit in the export follows the language of the account.",
        finding="The unit follows the client's country now.",
        workaround="Set the account's language back to English (Ireland) and run the export again.",
        solution=(
            "Weights are exported in the unit of your country, whatever the language of the "
            "account."
        ),
    ),
    Problem(
        subject="Bestseller statistics are two days old",
        report="The page says “as of Tuesday”. Today is Thursday.",
        test="read-only",
        component="reports",
        question="Do the other statistics show today's figures?",
        answer="Yes, only the bestsellers do not.",
        team="operations",
        brief="The bestseller run takes longer than a night and is cut off.",
        finding="It has its own time window now and finished within an hour.",
        workaround="The list of sold products, sorted by number, gives the same figures.",
        solution="The bestsellers are of this morning again.",
    ),
    Problem(
        subject="Deleted products come back every night",
        report=(
            "We took {count} articles out of the range. Each morning they are in the shop again."
        ),
        test="degraded",
        component="api",
        question="Do you send the whole range at night, or only what has changed?",
        answer="The whole range, as the manual says.",
        team="development",
        brief="Products that are missing in a full delivery are not taken out but kept as before.",
        finding="A full delivery now takes out what it does not name.",
        workaround="Set them to “not for sale”: that survives the night.",
        solution="A full delivery ends what it does not name. Your {count} articles are out.",
    ),
    Problem(
        subject="Translated product texts are mixed up",
        report=(
            "The French page of {sku} shows the German text. It is the same with {count} others."
        ),
        test="other",
        component="admin",
        question="Did you upload the texts in one file or in one for each language?",
        answer="In one file with a column for each language.",
        team="development",
        brief="Columns are taken by their position instead of their heading.",
        finding="They are taken by their heading.",
        workaround="Put the columns into the order of the template: then they are read correctly.",
        solution=(
            "Languages are read by their heading. We uploaded your file again; it looks right."
        ),
    ),
]
